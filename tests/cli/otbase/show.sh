# SPDX-License-Identifier: BSD-3-Clause
cat >names <<END
address,name
10.0.0.1,scada
10.0.0.11,Pumpe Süd
END
cat >base <<END
proto,client,client_port,server,server_port,service,status,by,until,note
tcp,10.0.0.1,*,10.0.0.11,51011,,learned,learn,,
tcp,10.0.0.1,*,10.0.0.12,51012,,learned,learn,,
tcp,10.0.0.1,*,10.0.0.13,51013,,learned,learn,,
tcp,10.0.0.1,2001,10.0.0.11,502,modbus,learned,learn,,
udp,scada,*,10.0.0.0/24,1024-1030,,approved,me,2030-12-31,by hand
tcp,10.0.0.9,*,10.0.0.1,7000,,review,learn,,
tcp,10.0.0.9,*,10.0.0.1,7001,,review,learn,,
tcp,10.0.0.9,*,10.0.0.1,7002,,review,learn,,
END
otbase show -n names base
for by in client server service; do
	echo "--- $by"
	otbase show -n names --by $by base
done
otbase show --by colour base

# SPDX-License-Identifier: BSD-3-Clause
# What goes from zone to zone.
cat >names <<END
address,name,zone
10.0.0.0/24,,cell 1
10.0.1.0/24,,"cell ""2"""
10.0.0.1,scada,control
END
cat >base <<END
proto,client,client_port,server,server_port,service,status,by,until,note
tcp,10.0.0.1,*,10.0.0.11,502,modbus,learned,learn,,
tcp,10.0.0.1,*,10.0.0.12,502,modbus,learned,learn,,
tcp,10.0.0.1,*,10.0.1.13,51013,,learned,learn,,
tcp,8.8.8.8,*,10.0.0.11,22,ssh,review,learn,,
tcp,10.9.9.9,*,10.0.0.11,22,ssh,review,learn,,
udp,scada,*,10.0.1.0/24,1024-1030,,approved,me,,by hand
udp,0.0.0.0/0,*,10.0.1.3,53,dns,approved,me,,by hand
END
otbase show --by zone -n names base
otbase show --by zone -n names --format csv base
echo "--- without names"
sed -i /scada/d base
otbase show --by zone base
echo "--- usage"
otbase show --format csv base
otbase show --format xml --by zone base
otbase show --by colour base

# SPDX-License-Identifier: BSD-3-Clause
# Rules chosen by what they are: all that is said must be true.
export LOGNAME=anna
cat >names <<END
address,name
10.0.0.1,scada
10.0.0.7,laptop
END
cat >base <<END
proto,client,client_port,server,server_port,service,status,by,until,note,ticket
tcp,10.0.0.1,*,10.0.0.2,502,modbus,learned,learn,,,T-1
tcp,10.0.0.1,*,10.0.0.3,503,modbus,review,learn,,,
tcp,10.0.0.7,*,10.0.0.2,22,ssh,review,learn,,,
udp,laptop,*,10.0.1.0/24,1000-1999,,review,,,here,
udp,10.0.0.9,*,10.0.1.5,1500,,learned,,2020-01-01,,
END
try() {
	echo "# $*"
	otbase "$@" -n --at 2026-11-29 --names names base
}
try approve --client 10.0.0.1
try approve --client scada --port 503
try approve --client laptop --by me --note 'knows it'
try approve --server 10.0.1.0/24 --until 2027-03-31
try approve --port 1000-1999 --days 7
try approve --service modbus --status review
try approve --proto udp --client 10.0.0.9
try ignore --line 4-5 --note 'until the audit'
try ignore --line 5
try ignore --line 4,6 --days 0 --note today
otbase approve --names names --status review -o - base 2>changes
cat changes
otbase approve -q --names names --status review base
grep -c approved base

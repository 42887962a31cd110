# SPDX-License-Identifier: BSD-3-Clause
cat >base <<END
proto,client,client_port,server,server_port,status,until,note
tcp,10.0.0.1,*,10.0.0.2,502,learned,,
tcp,10.0.0.1,*,10.0.0.2,502,learned,,
tcp,10.0.0.1,*,10.0.0.2,502,review,,
tcp,10.0.0.1,2001,10.0.0.2,502,learned,,
tcp,10.0.0.1,*,10.0.0.2,70000,learned,,
tcp,10.0.0.1,*,10.0.0.2
tcp,10.0.0.1,*,10.0.0.2,504,ignored,,
tcp,10.0.0.1,*,10.0.0.2,505,approved,2025-12-31,
tcp,10.0.0.1,*,10.0.0.2,506,approved,2026-01-01,
tcp,10.0.0.1,*,10.0.0.2,dynamic:135,approved,,
udp,10.1.0.0/16,*,10.2.0.0/16,1000-2000,approved,,
udp,10.1.0.1,*,10.2.0.1,1500,learned,,
udp,10.1.0.1,*,10.2.0.1,1501,review,,
udp,10.1.0.1,*,10.2.0.1,2001,review,,
udp,0.0.0.0/0,*,0.0.0.0/0,53,approved,,
END
otbase check --at 2026-01-01 base
echo $?
printf 'proto,client,client_port,server,server_port,status\n' >good
printf 'tcp,10.0.0.1,*,10.0.0.2,502,learned\n' >>good
otbase check good
echo $?
sed -n '1,3p' base >twice
otbase check --at 2026-01-01 twice
echo $?
printf 'proto,client\n' >bad
otbase check bad
echo $?
printf 'x' >broken
otbase check broken good no-such-file

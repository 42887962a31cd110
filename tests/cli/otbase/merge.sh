# SPDX-License-Identifier: BSD-3-Clause
# The stronger status stays; columns of the site's own are kept.
header=proto,client,client_port,server,server_port,service,purpose,initiator
header=$header,operations,status,by,until,note
cat >a <<END
$header,ticket
tcp,10.0.0.1,*,10.0.0.2,502,,,,,learned,learn,,,T-1
tcp,10.0.0.1,*,10.0.0.2,503,,,,,ignored,,,printer,T-2
tcp,10.0.0.10,*,10.0.0.2,80,,,,,review,,,,
END
cat >b <<END
$header,owner
tcp,10.0.0.1,*,10.0.0.2,502,,,,,approved,me,2030-01-01,,anna
tcp,10.0.0.1,*,10.0.0.2,503,,,,,learned,learn,,,
udp,10.0.0.9,*,10.0.0.0/24,1-5|7,,background,,,approved,,,"a ""b""",
END
otbase merge a b
otbase merge b a >ba
otbase merge a b | cut -d, -f1-13 >ab
cut -d, -f1-13 ba | cmp - ab
otbase merge a no-such-file

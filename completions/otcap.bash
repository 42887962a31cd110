# SPDX-License-Identifier: BSD-3-Clause
# bash completion for otcap-filter, otflows, otbase, otdiff and otgraph.
# Needs nothing but bash; bash-completion loads it by the name of the command.

# Options of a tool, or of a command of otbase: words with `=` take a value.
_otcap_options() {
	local common='--color= --help --names= --output= --quiet --verbose
		--version'
	local reading='--by-vlan --dedup --idle-timeout= --max-flows=
		--no-payload --services= --strict'

	case $1 in
	otcap-filter) echo "$common --format= --print-bpf --report --strict" ;;
	otflows) echo "$common $reading --baseline= --format=" ;;
	otdiff)
		echo "$common $reading --baseline= --explain= --review --fail-on=
			--format= --only= --severity= --since= --skip= --until=
			--scan-ports= --sweep-hosts= --silent-percent=
			--login-sessions= --login-unknown= --login-window=
			--login-factor= --missing-factor= --missing-gaps=
			--probe-ports= --probe-hosts= --error-burst=
			--error-factor= --conflict-window= --arp-addresses=
			--volume-factor= --volume-megabytes= --volume-sessions=
			--volume-hours= --peer-factor="
		;;
	otgraph)
		echo "$common $reading --baseline= --changes --format= --group=
			--max-edges= --no-background --timeout="
		;;
	otbase) echo '--help --version' ;;
	'otbase learn') echo "$common $reading --review= --update=" ;;
	'otbase merge') echo "$common" ;;
	'otbase show') echo "$common --by= --format= --oui=" ;;
	'otbase check') echo "$common --at=" ;;
	'otbase approve' | 'otbase ignore')
		echo "$common --at= --by= --client= --days= --dry-run --line=
			--note= --port= --proto= --server= --service= --status=
			--until="
		;;
	'otbase prune')
		echo "$common --apply --at= --captures= --dry-run --undecided=
			--unseen="
		;;
	'otbase fold') echo "$common --at= --clients --dry-run --octet --ports" ;;
	'otbase stats') echo "$common --by= --format=" ;;
	'otbase export')
		echo "$common --at= --enforce --format= --no-vlan --sid=
			--unknown"
		;;
	esac
}

_otcap_kinds='port-scan host-sweep ot-probe decoy-contact outside-contact
	zone-crossing new-role new-host direction-reversed
	pattern-broken new-service client-port-changed
	new-conversation new-operation login-attempts
	cleartext-login ot-error address-conflict device-changed
	arp-scan suspicious-protocol missing-host
	missing-conversation returned-host volume-change
	session-change open-control remote-access fixed-port
	default-settings'

# The words an option's value can be; nothing: a file, or a number.
_otcap_values() {
	case "$1 $2" in
	*' --color') echo auto always never ;;
	'otcap-filter --format') echo pcap pcapng ;;
	'otflows --format') echo csv jsonl zeek ;;
	'otdiff --format') echo text csv jsonl cef ;;
	'otgraph --format' | 'otgraph -T') echo dot svg png pdf ;;
	'otgraph --group') echo auto always never ;;
	'otdiff --fail-on') echo info low medium high ;;
	'otdiff --only' | 'otdiff --skip') echo "$_otcap_kinds" ;;
	'otbase show --by') echo rule host client server service zone ;;
	'otbase stats --by') echo hour day capture ;;
	'otbase show --format' | 'otbase stats --format') echo text csv ;;
	'otbase '*' --proto') echo tcp udp ;;
	'otbase '*' --status')
		echo learned review approved ignored unanswered
		;;
	'otbase export --format')
		echo bpf wireshark arkime nftables suricata zeek ;;
	esac
}

_otcap_is_number() {
	case $1 in
	--idle-timeout | --scan-ports | --sweep-hosts | --silent-percent) ;;
	--login-* | --missing-* | --max-* | --timeout | --at | --sid | -f) ;;
	--by | --captures | --client | --days | --line | --note | --port) ;;
	--server | --service | --undecided | --unseen | --until) ;;
	*) return 1 ;;
	esac
}

_otcap_reply() {	# WORDS CURRENT
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

# Of a list with commas only the last word is completed.
_otcap_reply_list() {
	local head=''

	case $2 in
	*,*) head=${2%,*}, ;;
	esac
	mapfile -t COMPREPLY < <(compgen -P "$head" -W "$1" -- "${2##*,}")
	compopt -o nospace 2>/dev/null
}

_otcap() {
	local tool=${COMP_WORDS[0]##*/} current=${COMP_WORDS[COMP_CWORD]}
	local previous=${COMP_WORDS[COMP_CWORD - 1]} what values

	# bash parts words at `=`.
	if test "$current" = '='; then
		current=''
	elif test "$previous" = '='; then
		previous=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	COMPREPLY=()
	what=$tool
	if test "$tool" = otbase && test "$COMP_CWORD" -gt 1; then
		what="otbase ${COMP_WORDS[1]}"
	fi
	values=$(_otcap_values "$what" "$previous")
	case $previous in
	--only | --skip) _otcap_reply_list "$values" "$current"; return ;;
	esac
	if test -n "$values"; then
		_otcap_reply "$values" "$current"
	elif _otcap_is_number "$previous"; then
		compopt +o default 2>/dev/null
	elif test "${current#-}" != "$current"; then
		_otcap_reply "$(_otcap_options "$what")" "$current"
		case ${COMPREPLY[0]-} in
		*=) compopt -o nospace 2>/dev/null ;;
		esac
	elif test "$what" = otbase; then
		_otcap_reply 'learn merge show check approve ignore prune fold
			stats export' "$current"
		compopt +o default 2>/dev/null
	fi
	# Otherwise the name of a file: captures go by any name.
}

complete -o default -F _otcap otcap-filter otflows otbase otdiff otgraph

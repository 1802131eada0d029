# redis-cli, which speaks RESP2 unless told otherwise. Usage: redis_cli.sh <port>
set -euo pipefail
source "$(dirname "$0")/checks.sh"
port=$1

# Every line of the input is a command, on one connection; replies are shown as they are to a person.
cli() {
  redis-cli -h 127.0.0.1 -p "$port" --no-raw "$protocol"
}

message() {
  printf '1) "topic"\n2) "%s"\n3) "partition"\n4) (integer) 0\n5) "offset"\n6) (integer) %s\n7) "value"\n8) "%s"' "$@"
}

for protocol in -2 -3; do
  version=RESP${protocol#-}
  topic=redis-cli$protocol
  topics=topics:$topic

  check "$version connects" PONG "$(cli <<<PING)"
  if [[ $protocol == -3 ]]; then
    check "$version is what is spoken" '#' "$(cli <<<'HELLO' | sed -nE 's/^[0-9]+(#) "proto" => \(integer\) 3$/\1/p')"
  fi
  check "$version produces" "(integer) 1" "$(cli <<<"RPUSHX $topics first")"
  check "$version produces with a key" "(integer) 1" "$(cli <<<"RPUSHX $topics:key second")"
  check "$version has nothing left to store" $'(integer) 1\n(integer) 0' "$(printf '%s\n' "RPUSHX $topics third" 'DUMP 1000' | cli)"
  check "$version counts what is kept" "(integer) 3" "$(cli <<<"LLEN $topics")"
  check "$version consumes" "OK
$(message "$topic" 0 first)
$(message "$topic" 1 second)" "$(printf '%s\n' "CLIENT SETNAME g$protocol:one" "BLPOP $topics 10" "BLPOP $topics 10" | cli)"
  check "$version gets the same again, which it had not acknowledged, and acknowledges" "OK
$(message "$topic" 0 first)
(integer) 1
$(message "$topic" 1 second)
(integer) 1" "$(printf '%s\n' "CLIENT SETNAME g$protocol:one" "BLPOP $topics 10" "RPUSH acks $topic:0:0" "BLPOP $topics 10" "RPUSH acks $topic:0:1" | cli)"
  check "$version continues after what it acknowledged" "OK
$(message "$topic" 2 third)" "$(printf '%s\n' "CLIENT SETNAME g$protocol:one" "BLPOP $topics 10" | cli)"
  check "$version is told when nothing comes in time" "OK
(nil)" "$(printf '%s\n' "CLIENT SETNAME g$protocol:two" "BLPOP $topics-nothing 0.3" | cli)"
  check "$version sees PROD errors" "(error) PROD RPUSHX accepts 2 arguments, got 1" "$(cli <<<"RPUSHX $topics")"
  check "$version sees CONS errors" \
    '(error) CONS Connection not ready. Identify yourself using `CLIENT SETNAME` first' "$(cli <<<"BLPOP $topics 1")"
  check "$version sees other errors" "(error) ERR unknown command 'FLUSHALL', with args beginning with: " "$(cli <<<FLUSHALL)"
  check_like "$version lists topics" "*\"$topics\"*" "$(cli <<<'KEYS topics:')"
  check_like "$version reads the counters" '*"producer.unflushed.messages"*"producer.delivery.errors"*"producer.unknown.events"*' \
    "$(cli <<<'HGETALL stats')"
done

protocol=-2
check "scans topics" topics:redis-cli-2 "$(redis-cli -p "$port" --scan --pattern 'topics:redis-cli-2')"
check_like "looks for big keys" '*Biggest*list*found*"topics:redis-cli*' "$(redis-cli -p "$port" --bigkeys)"
check_like "inserts masses" '*errors: 0, replies: 1000*' "$(
  for ((i = 0; i < 1000; i++)); do
    printf '*3\r\n$6\r\nRPUSHX\r\n$18\r\ntopics:mass-insert\r\n$5\r\n%05d\r\n' "$i"
  done | redis-cli -p "$port" --pipe
)"
check "has stored the masses" "(integer) 1000" "$(cli <<<'LLEN topics:mass-insert')"
echo end

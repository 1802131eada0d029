# redis-rb. Usage: redis_rb.rb <port>
require "redis"
require_relative "checks"

PORT = Integer(ARGV[0])
TOPIC = "redis-rb".freeze
TOPICS = "topics:#{TOPIC}".freeze

# A consumer is a connection with a name.
def consumer(name)
  redis = Redis.new(port: PORT)
  redis.client(:setname, name)
  redis
end

def message(topic, offset, value)
  ["topic", topic, "partition", 0, "offset", offset, "value", value]
end

producer = Redis.new(port: PORT)
Checks.equal("connects", "PONG", producer.ping)
Checks.equal("produces", 1, producer.rpushx(TOPICS, "first"))
Checks.equal("produces with a key", 1, producer.rpushx("#{TOPICS}:key", "second"))
Checks.equal("produces a third", 1, producer.rpushx(TOPICS, "third"))
Checks.equal("has nothing left to store", 0, producer.dump("1000"))
Checks.equal("produces in a pipeline", [1] * 100, producer.pipelined { |p| 100.times { |i| p.rpushx("#{TOPICS}-pipeline", i) } })
Checks.equal("counts what is kept", 100, producer.llen("#{TOPICS}-pipeline"))

one = consumer("redis-rb:one")
Checks.equal("is named", "redis-rb:one", one.client(:getname))
Checks.equal("consumes", message(TOPIC, 0, "first"), one.blpop(TOPICS, timeout: 10))
Checks.equal("consumes what has a key", message(TOPIC, 1, "second"), one.blpop(TOPICS, timeout: 10))
Checks.equal("acknowledges", 1, one.rpush("acks", "#{TOPIC}:0:0"))
Checks.equal("acknowledges several", 2, one.rpush("acks", ["#{TOPIC}:0:0", "#{TOPIC}:0:1"]))
one.close
one = consumer("redis-rb:one")
Checks.equal("continues after what it acknowledged, on a new connection", message(TOPIC, 2, "third"), one.blpop(TOPICS, timeout: 10))
Checks.raises("a name is taken while its owner lives", Redis::CommandError, "CONS id redis-rb:one is already taken") { consumer("redis-rb:one") }

waiting = consumer("redis-rb-waiting:one")
Checks.times_out("is told when nothing comes in time", 1) { waiting.blpop("#{TOPICS}-waiting", timeout: 1) }
Checks.times_out("waits for parts of a second", 0.3) { waiting.blpop("#{TOPICS}-waiting", timeout: 0.3) }
late = Thread.new do
  sleep 0.2
  producer.rpushx("#{TOPICS}-waiting", "late")
end
Checks.equal("is woken by a message", message("redis-rb-waiting", 0, "late"), waiting.blpop("#{TOPICS}-waiting", timeout: 10))
late.join

Checks.raises("sees PROD errors", Redis::CommandError, "PROD First argument must be in the form of 'topics:<topic>'") { producer.rpushx("nowhere", "x") }
Checks.raises("sees CONS errors", Redis::CommandError, "CONS Connection not ready. Identify yourself using") { producer.blpop(TOPICS, timeout: 1) }
Checks.raises("sees other errors", Redis::CommandError, "ERR unknown command 'flushall', with args beginning with:") { producer.flushall }
Checks.holds("lists topics", producer.keys("topics:").include?(TOPICS), "with #{TOPICS}", producer.keys("topics:"))
Checks.equal("reads the counters", "0", producer.hgetall("stats")["producer.delivery.errors"])
Checks.equal("reads about the server", "standalone", producer.info["redis_mode"])
puts "end"

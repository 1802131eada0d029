# What rafka's Ruby clients send, in their order, with their options, over redis-rb. Usage: rafka_rb.rb <port>
require "json"
require "redis"
require_relative "checks"

PORT = Integer(ARGV[0])
TOPIC = "rafka-rb".freeze

class ProduceError < StandardError; end
class ConsumeError < StandardError; end

# Errors get their class from the first word of their text.
def classified
  yield
rescue Redis::CommandError => e
  raise ProduceError, e.message[5..] if e.message.start_with?("PROD ")
  raise ConsumeError, e.message[5..] if e.message.start_with?("CONS ")

  raise
end

# Names its connection whenever there is a new one, and asks with its settings each time.
class Consumer
  attr_reader :redis

  def initialize(topic, group, name, settings = {})
    @redis = Redis.new(host: "localhost", port: PORT, reconnect_attempts: 5)
    @name = "#{group}:#{name}"
    @key = ["topics", topic, *(JSON.generate(settings) unless settings.empty?)].join(":")
  end

  def consume(timeout = 5)
    classified do
      @redis.client(:setname, @name) unless @named
      @named = true
      reply = @redis.blpop(@key, timeout: timeout)
      reply && reply.each_slice(2).to_h
    end
  end

  def commit(*messages)
    last = messages.group_by { |m| m.values_at("topic", "partition") }
                   .map { |_, group| group.max_by { |m| m["offset"] } }
    classified { last.each { |m| @redis.rpush("acks", m.values_at("topic", "partition", "offset").join(":")) } }
  end

  def batch(size)
    messages = []
    while messages.size < size && (message = consume(1))
      messages << message
    end
    messages
  end

  def reconnect
    @redis.close
    @named = false
  end
end

producer = Redis.new(host: "localhost", port: PORT, reconnect_attempts: 5)
Checks.equal("flushes before it has produced", 0, classified { producer.dump("100") })
Checks.equal("produces", 1, classified { producer.rpushx("topics:#{TOPIC}", "m0") })
Checks.equal("produces with a key", 1, classified { producer.rpushx("topics:#{TOPIC}:key", "m1") })
48.times { |i| producer.rpushx("topics:#{TOPIC}", "m#{i + 2}") }
Checks.equal("flushes", 0, classified { producer.dump("5000") })

settings = { "auto.offset.reset": "earliest", "session.timeout.ms": "10000", "log.connection.close": false }
one = Consumer.new(TOPIC, "rafka-rb", "one", settings)
first = one.consume
Checks.equal("consumes", { "topic" => TOPIC, "partition" => 0, "offset" => 0, "value" => "m0" }, first)
Checks.equal("consumes with the same settings again", "m1", one.consume["value"])
one.commit(first)
one.reconnect
batch = one.batch(30)
Checks.equal("consumes a batch of 30 after what it committed", (1..30).map { |i| "m#{i}" }, batch.map { |m| m["value"] })
one.commit(*batch)
one.reconnect
rest = one.batch(30)
Checks.equal("consumes the 19 that are left", (31..49).map { |i| "m#{i}" }, rest.map { |m| m["value"] })
one.commit(*rest)
Checks.times_out("is told when nothing comes in time", 1) { one.consume(1) }

Checks.raises("sees ProduceError", ProduceError, "RPUSHX accepts 2 arguments, got 1") { classified { producer.call([:rpushx, "topics:#{TOPIC}"]) } }
Checks.raises("sees ConsumeError", ConsumeError, "id rafka-rb:one is already taken") { Consumer.new(TOPIC, "rafka-rb", "one").consume }
Checks.raises("a consumer with a wrong setting is refused", ConsumeError, "Failed to register Consumer 'rafka-rb:two|rafka-rb' for Client 'rafka-rb:two'") do
  Consumer.new(TOPIC, "rafka-rb", "two", "auto.offset.reset": "malformed").consume
end
Checks.raises("an acknowledgement without a consumer is refused", ConsumeError, "No consumer registered for Client") do
  classified { producer.rpush("acks", "#{TOPIC}:0:0") }
end
stats = producer.hgetall("stats")
%w[producer.unflushed.messages producer.delivery.errors producer.unknown.events].each do |counter|
  Checks.equal("reads #{counter}", "0", stats[counter])
end
Checks.equal("resets the counters", 1, producer.del("stats"))
Checks.holds("lists topics", producer.keys("topics:").include?("topics:#{TOPIC}"), "with topics:#{TOPIC}", producer.keys("topics:"))
Checks.equal("ends", "OK", producer.quit)
puts "end"

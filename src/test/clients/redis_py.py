"""redis-py. Usage: redis_py.py <port>"""
import sys
import threading

import redis

from checks import Checks

PORT = int(sys.argv[1])
TOPIC = "redis-py"
TOPICS = f"topics:{TOPIC}"
checks = Checks()


def consumer(name):
    """A consumer is a connection with a name, which redis-py gives to every connection it makes: so there is to be one."""
    return redis.Redis(port=PORT, client_name=name, single_connection_client=True)


def leave(member):
    """Really closes the connection; close() only gives it back to redis-py's pool."""
    member.connection_pool.disconnect()


def message(topic, offset, value):
    return (b"topic", topic.encode(), b"partition", 0, b"offset", offset, b"value", value)


producer = redis.Redis(port=PORT)
checks.equal("connects", True, producer.ping())
checks.equal("produces", 1, producer.rpushx(TOPICS, "first"))
checks.equal("produces with a key", 1, producer.rpushx(f"{TOPICS}:key", "second"))
checks.equal("produces bytes", 1, producer.rpushx(TOPICS, b"\x00\r\n\xff"))
checks.equal("produces nothing but a message", 1, producer.rpushx(TOPICS, ""))
checks.equal("has nothing left to store", 0, producer.dump(1000))
with producer.pipeline(transaction=False) as pipeline:
    for i in range(100):
        pipeline.rpushx("topics:redis-py-pipeline", i)
    checks.equal("produces in a pipeline", [1] * 100, pipeline.execute())
checks.equal("counts what is kept", 100, producer.llen("topics:redis-py-pipeline"))

one = consumer("redis-py:one")
checks.equal("is named", "redis-py:one", one.client_getname())
checks.equal("consumes", message(TOPIC, 0, b"first"), one.blpop(TOPICS, timeout=10))
checks.equal("consumes what has a key", message(TOPIC, 1, b"second"), one.blpop(TOPICS, timeout=10))
checks.equal("acknowledges", 1, one.rpush("acks", f"{TOPIC}:0:0"))
checks.equal("acknowledges several", 2, one.rpush("acks", f"{TOPIC}:0:0", f"{TOPIC}:0:1"))
checks.equal("consumes bytes", message(TOPIC, 2, b"\x00\r\n\xff"), one.blpop(TOPICS, timeout=10))
checks.equal("consumes nothing but a message", message(TOPIC, 3, b""), one.blpop(TOPICS, timeout=10))
leave(one)
checks.equal("continues after what it acknowledged, on a new connection", message(TOPIC, 2, b"\x00\r\n\xff"),
             one.blpop(TOPICS, timeout=10))
checks.raises("a name is taken while its owner lives", redis.ResponseError, "CONS id redis-py:one is already taken",
              lambda: consumer("redis-py:one").ping())
leave(one)
two = consumer("redis-py:two")
checks.equal("another member continues there, too", message(TOPIC, 2, b"\x00\r\n\xff"), two.blpop(TOPICS, timeout=10))
leave(two)


def again():
    """Closes the connection, and names a new one at once."""
    member = consumer("redis-py:again")
    named = member.client_getname()
    leave(member)
    return named


checks.equal("reconnects under its name, again and again", {"redis-py:again"}, {again() for _ in range(100)})

waiting = consumer("redis-py-waiting:one")
checks.times_out("is told when nothing comes in time", 1, lambda: waiting.blpop("topics:redis-py-waiting", timeout=1))
checks.times_out("waits for parts of a second", 0.3, lambda: waiting.blpop("topics:redis-py-waiting", timeout=0.3))
threading.Timer(0.2, lambda: producer.rpushx("topics:redis-py-waiting", "late")).start()
checks.equal("is woken by a message", message("redis-py-waiting", 0, b"late"),
             waiting.blpop("topics:redis-py-waiting", timeout=10))

checks.raises("sees PROD errors", redis.ResponseError, "PROD First argument must be in the form of 'topics:<topic>'",
              lambda: producer.rpushx("nowhere", "x"))
checks.raises("sees CONS errors", redis.ResponseError, "CONS Connection not ready. Identify yourself using",
              lambda: producer.blpop(TOPICS, timeout=1))
checks.raises("sees other errors", redis.ResponseError, "unknown command 'FLUSHALL'", lambda: producer.flushall())
checks.holds("lists topics", TOPICS.encode() in producer.keys("topics:"), f"with {TOPICS}", producer.keys("topics:"))
stats = producer.hgetall("stats")
checks.equal("reads the counters", b"0", stats.get(b"producer.delivery.errors"))
checks.equal("reads about the server", "standalone", producer.info()["redis_mode"])
checks.equal("checks the health of a connection", True, redis.Redis(port=PORT, health_check_interval=1).ping())
print("end")

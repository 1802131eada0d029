# Prints whether what a client showed is what was expected.
module Checks
  $stdout.sync = true

  module_function

  def equal(name, expected, seen)
    show(name, seen == expected, expected, seen)
  end

  def holds(name, condition, expected, seen)
    show(name, condition, expected, seen)
  end

  # Of exactly this class, with a message that begins like this.
  def raises(name, error, message)
    seen = yield
    show(name, false, "#{error}: #{message}", seen)
  rescue StandardError => e
    show(name, e.instance_of?(error) && e.message.start_with?(message), "#{error}: #{message}", "#{e.class}: #{e.message}")
  end

  # Nothing comes, and not before the time is over.
  def times_out(name, seconds)
    start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    seen = yield
    took = Process.clock_gettime(Process::CLOCK_MONOTONIC) - start
    show(name, seen.nil? && took >= 0.95 * seconds, "nil after #{seconds} s", "#{seen.inspect} after #{took} s")
  end

  def show(name, held, expected, seen)
    puts held ? "ok   #{name}" : "FAIL #{name}: expected #{expected.inspect}, saw #{seen.inspect}"
  end
end

package io.minikafka.cli;

import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Puts the command line together, with no more classes than the arguments need. */
final class Commands {
    private static final Map<String, Supplier<Class<?>>> ALL = new LinkedHashMap<>();

    static {
        ALL.put(ServerCommand.NAME, () -> ServerCommand.class);
        ALL.put("produce", () -> ProduceCommand.class);
        ALL.put("consume", () -> ConsumeCommand.class);
        ALL.put("topics", () -> TopicsCommand.class);
        ALL.put("health", () -> HealthCommand.class);
        ALL.put("bench", () -> BenchCommand.class);
        ALL.put("generate-completion", () -> GenerateCompletion.class);
    }

    private Commands() {}

    /** The command line with all commands, or with just the one that the arguments start with. */
    static CommandLine forArguments(Terminal terminal, String... args) {
        CommandLine commandLine = new CommandLine(RootCommand.class, new Factory(terminal));
        Supplier<Class<?>> named = args.length == 0 ? null : ALL.get(args[0]);
        if (named == null || named.get() == GenerateCompletion.class) {
            ALL.forEach((name, type) -> commandLine.addSubcommand(name, type.get()));
        } else {
            commandLine.addSubcommand(args[0], named.get());
        }
        return commandLine
                .setErr(terminal.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failed);
    }

    /** Gives commands the terminal through their constructor. */
    private record Factory(Terminal terminal) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                    return type.cast(constructor.newInstance(terminal));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}

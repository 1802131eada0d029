package io.minikafka.cli;

import io.minikafka.cli.CommandGroup.Entry;
import java.lang.reflect.Constructor;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Puts the command line together. */
final class Commands {
    private static final String COMPLETION = "generate-completion";

    private static final CommandGroup ALL = CommandGroup.of(
            new Entry(ServerCommand.NAME, ServerCommand.PURPOSE, () -> ServerCommand.class),
            new Entry(ProduceCommand.NAME, ProduceCommand.PURPOSE, () -> ProduceCommand.class),
            new Entry(ConsumeCommand.NAME, ConsumeCommand.PURPOSE, () -> ConsumeCommand.class),
            new Entry(TopicsCommand.NAME, TopicsCommand.PURPOSE, () -> TopicsCommand.class),
            new Entry(HealthCommand.NAME, HealthCommand.PURPOSE, () -> HealthCommand.class),
            new Entry(ExportCommand.NAME, ExportCommand.PURPOSE, () -> ExportCommand.class),
            new Entry(HashPasswordCommand.NAME, HashPasswordCommand.PURPOSE, () -> HashPasswordCommand.class),
            new Entry(BenchCommand.NAME, BenchCommand.PURPOSE, () -> BenchCommand.class),
            new Entry(COMPLETION, "Prints a completion script for bash and zsh.", () -> GenerateCompletion.class));

    private static final CommandGroup TOPICS = CommandGroup.of(
            new Entry(TopicsListCommand.NAME, TopicsListCommand.PURPOSE, () -> TopicsListCommand.class),
            new Entry(TopicsCreateCommand.NAME, TopicsCreateCommand.PURPOSE, () -> TopicsCreateCommand.class),
            new Entry(TopicsDescribeCommand.NAME, TopicsDescribeCommand.PURPOSE, () -> TopicsDescribeCommand.class),
            new Entry(TopicsUpdateCommand.NAME, TopicsUpdateCommand.PURPOSE, () -> TopicsUpdateCommand.class),
            new Entry(TopicsDeleteCommand.NAME, TopicsDeleteCommand.PURPOSE, () -> TopicsDeleteCommand.class));

    static {
        // Looking for Groovy in every jar would take longer than all the rest.
        System.setProperty("picocli.disable.closures", "true");
    }

    private Commands() {}

    /** A command line that is able to execute these arguments. */
    static CommandLine forArguments(Terminal terminal, String... args) {
        List<String> arguments = List.of(args);
        IFactory factory = new Factory(terminal);
        CommandLine root = new CommandLine(RootCommand.class, factory);
        if (arguments.contains(COMPLETION)) {
            ALL.addAllTo(root, factory);
        } else {
            ALL.addTo(root, factory, arguments);
        }
        CommandLine topics = root.getSubcommands().get(TopicsCommand.NAME);
        int named = arguments.indexOf(TopicsCommand.NAME);
        if (topics != null && named >= 0) {
            TOPICS.addTo(topics, factory, arguments.subList(named + 1, arguments.size()));
        } else if (topics != null && arguments.contains(COMPLETION)) {
            TOPICS.addAllTo(topics, factory);
        }
        return root.setErr(terminal.err())
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

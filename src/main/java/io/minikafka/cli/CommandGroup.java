package io.minikafka.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of one level. Loading a command's class and reading its options takes longer than most commands do, so
 * only what the arguments can mean is loaded: the command they name, or, when they name none, nothing but names and
 * purposes for the help.
 */
record CommandGroup(List<Entry> entries) {

    /** One command; {@code type} is asked for only when it is needed. */
    record Entry(String name, String purpose, Supplier<Class<?>> type) {}

    /** Adds to a command what it needs of this group. */
    void addTo(CommandLine parent, IFactory factory, List<String> arguments) {
        Entry first = arguments.isEmpty() ? null : find(arguments.get(0));
        if (first != null) {
            parent.addSubcommand(first.name(), new CommandLine(first.type().get(), factory));
        } else if (arguments.stream().anyMatch(argument -> find(argument) != null)) {
            addAllTo(parent, factory);
        } else {
            for (Entry entry : entries) {
                CommandSpec named = CommandSpec.create();
                named.usageMessage().description(entry.purpose());
                parent.addSubcommand(entry.name(), named);
            }
        }
    }

    void addAllTo(CommandLine parent, IFactory factory) {
        for (Entry entry : entries) {
            parent.addSubcommand(entry.name(), new CommandLine(entry.type().get(), factory));
        }
    }

    private @Nullable Entry find(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    static CommandGroup of(Entry... entries) {
        return new CommandGroup(Arrays.asList(entries));
    }
}

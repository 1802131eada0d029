package io.minikafka.resp;

import io.minikafka.resp.Command.Flag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What clients and tools ask about a Redis server. */
final class ServerCommands {
    private static final String GROUP = "server";

    private final RespServerSettings settings;
    private final InfoReport info;
    private final Monitors monitors;
    private final RespStatistics statistics;

    ServerCommands(RespServerSettings settings, InfoReport info, Monitors monitors, RespStatistics statistics) {
        this.settings = settings;
        this.info = info;
        this.monitors = monitors;
        this.statistics = statistics;
    }

    List<Command> all() {
        Subcommands config = new Subcommands(
                "config",
                List.of(
                        Command.of("config|get", -3, GROUP, "Returns settings that clients look for", this::getConfig),
                        Command.of(
                                "config|resetstat",
                                2,
                                GROUP,
                                "Sets the counters to 0",
                                this::resetStatistics,
                                Flag.NEEDS_ADMINISTRATOR)));
        return List.of(
                Command.of("info", -1, GROUP, "Describes the server", this::info, Flag.READONLY),
                Command.of("config", -2, GROUP, "Returns settings that clients look for", config, Flag.ADMIN),
                Command.of(
                        "monitor",
                        -1,
                        GROUP,
                        "Shows every command of every connection from now on",
                        this::monitor,
                        Flag.ADMIN,
                        Flag.NEEDS_ADMINISTRATOR));
    }

    private void info(RespConnection connection, Request request) {
        List<String> sections = new ArrayList<>();
        for (int i = 1; i < request.size(); i++) {
            sections.add(request.text(i).toLowerCase(Locale.ROOT));
        }
        String text = info.text(sections);
        connection.reply(out -> out.verbatim(text));
    }

    private void monitor(RespConnection connection, Request request) {
        if (request.size() > 1) {
            throw new CommandException("ERR command 'monitor' does not accept any extra arguments");
        }
        connection.ok();
        monitors.add(connection);
    }

    private void getConfig(RespConnection connection, Request request) {
        // Sorted, so that the reply is the same each time.
        Map<String, String> known = new TreeMap<>(Map.of(
                "save", "",
                "appendonly", "no",
                "databases", "1",
                "maxmemory", "0",
                "maxclients", Integer.toString(settings.maxConnections()),
                "timeout", Long.toString(settings.idleTimeout().toSeconds()),
                "proto-max-bulk-len", Integer.toString(settings.limits().maxMessageBytes())));
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 2; i < request.size(); i++) {
            String pattern = request.text(i).toLowerCase(Locale.ROOT);
            known.forEach((name, value) -> {
                if (Glob.matches(pattern, name)) {
                    found.put(name, value);
                }
            });
        }
        connection.reply(out -> {
            out.map(found.size());
            found.forEach((name, value) -> {
                out.bulk(name);
                out.bulk(value);
            });
        });
    }

    private void resetStatistics(RespConnection connection, Request request) {
        statistics.reset();
        connection.ok();
    }
}

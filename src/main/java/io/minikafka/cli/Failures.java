package io.minikafka.cli;

import io.minikafka.client.MinikafkaException;
import io.minikafka.kafka.export.ExportException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What users see of failures, and the exit codes. */
final class Failures {
    private Failures() {}

    static int wrongUsage(ParameterException failure, String[] args) {
        CommandLine commandLine = failure.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println("minikafka: " + failure.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help' for what is possible.");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    static int failed(Exception failure, CommandLine commandLine, ParseResult arguments) {
        Throwable cause = unwrap(failure);
        if (cause instanceof StandardOutput.ReaderGoneException) {
            return ExitCode.OK;
        }
        if (cause instanceof ParameterException usage) {
            return wrongUsage(usage, new String[0]);
        }
        PrintWriter err = commandLine.getErr();
        if (cause instanceof MinikafkaException || cause instanceof ExportException || cause instanceof IOException) {
            err.println("minikafka: " + describe(cause));
        } else {
            // A defect of ours: whoever reports it needs all of it.
            cause.printStackTrace(err);
        }
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /** One line about a failure that users can do something about. */
    static String describe(Throwable failure) {
        return failure instanceof java.nio.file.NoSuchFileException missing
                ? "There is no file " + missing.getFile()
                : String.valueOf(failure.getMessage());
    }

    private static Throwable unwrap(Throwable failure) {
        boolean wrapped = failure instanceof UncheckedIOException
                || failure instanceof CompletionException
                || failure instanceof ExecutionException;
        return wrapped && failure.getCause() != null ? unwrap(failure.getCause()) : failure;
    }
}

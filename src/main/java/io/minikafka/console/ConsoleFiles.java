package io.minikafka.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The files the console is made of: ours, and those of the libraries it uses. Their version is a hash of them all and part
 * of their paths, so that a browser may keep them for ever and yet never mixes those of two builds.
 */
final class ConsoleFiles {
    /** Ours. */
    static final String OURS = "io/minikafka/console/web/";

    /** Of all WebJars, of which two are on the class path for the console. */
    static final String LIBRARIES = "META-INF/resources/webjars/";

    private static final String START = "index.html";
    private static final String VERSION = "{version}";

    /** Read when it is first asked for, not at the start. */
    private @Nullable Page page;

    /** The page at {@code /}, and the version it loads. */
    record Page(String version, String html) {}

    synchronized Page page() {
        if (page == null) {
            try {
                String version = hash();
                String html = new ClassPathResource(OURS + START).getContentAsString(StandardCharsets.UTF_8);
                page = new Page(version, html.replace(VERSION, version));
            } catch (IOException e) {
                throw new UncheckedIOException("The console's files cannot be read", e);
            }
        }
        return page;
    }

    private static String hash() throws IOException {
        var found = new PathMatchingResourcePatternResolver();
        Resource[] ours = found.getResources("classpath:" + OURS + "**/*.*");
        // Libraries have their versions in their paths.
        Resource[] libraries = found.getResources("classpath*:" + LIBRARIES + "*/*/package.json");
        if (ours.length == 0 || libraries.length == 0) {
            throw new IOException("The class path has no " + (ours.length == 0 ? OURS : LIBRARIES));
        }
        Arrays.sort(libraries, Comparator.comparing(ConsoleFiles::pathOf));
        Arrays.sort(ours, Comparator.comparing(Resource::getDescription));
        MessageDigest hash = sha256();
        for (Resource file : ours) {
            hash.update(String.valueOf(file.getFilename()).getBytes(StandardCharsets.UTF_8));
            try (InputStream content = file.getInputStream()) {
                hash.update(content.readAllBytes());
            }
        }
        for (Resource library : libraries) {
            hash.update(pathOf(library).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(hash.digest(), 0, 8);
    }

    /** Such as {@code lit-html/3.3.2/package.json}, wherever the library is. */
    private static String pathOf(Resource library) {
        return library.getDescription().replaceAll(".*/webjars/|]$", "");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

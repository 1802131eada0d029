package io.minikafka.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class BuildVersion implements IVersionProvider {
    private static final String BUILD_INFO = "/META-INF/build-info.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = BuildVersion.class.getResourceAsStream(BUILD_INFO)) {
            if (in != null) {
                build.load(in);
            }
        }
        return new String[] {
            "minikafka " + build.getProperty("build.version", "(unknown version)"),
            "built " + build.getProperty("build.time", "at an unknown time") + ", running on Java " + Runtime.version()
        };
    }
}

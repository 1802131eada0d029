package io.minikafka.console;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.LiteWebJarsResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;

/** What Spring MVC needs to know to serve the console's files; nothing else of the class path is served. */
public final class ConsoleConfigurer implements WebMvcConfigurer {
    private static final String FILES = "/console/**";

    private final ConsoleFiles files;

    public ConsoleConfigurer() {
        files = new ConsoleFiles();
    }

    /** Serves the page that loads them. */
    public ConsoleController controller() {
        return new ConsoleController(files);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(FILES)
                .addResourceLocations("classpath:" + ConsoleFiles.OURS, "classpath:" + ConsoleFiles.LIBRARIES)
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
                .setUseLastModified(false)
                .resourceChain(true)
                .addResolver(new VersionedPath(files))
                .addResolver(new LiteWebJarsResourceResolver())
                .addResolver(new PathResourceResolver());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new ConsoleHeaders()).addPathPatterns("/", FILES);
    }
}

package io.minikafka.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/** Finds files by {@code <version>/<path>}; by any other version there are none, since browsers keep what they get. */
final class VersionedPath implements ResourceResolver {
    private final ConsoleFiles files;

    VersionedPath(ConsoleFiles files) {
        this.files = files;
    }

    @Override
    public @Nullable Resource resolveResource(
            @Nullable HttpServletRequest request,
            String path,
            List<? extends Resource> locations,
            ResourceResolverChain chain) {
        String prefix = files.page().version() + "/";
        return path.startsWith(prefix)
                ? chain.resolveResource(request, path.substring(prefix.length()), locations)
                : null;
    }

    @Override
    public @Nullable String resolveUrlPath(
            String path, List<? extends Resource> locations, ResourceResolverChain chain) {
        return null;
    }
}

package io.minikafka.console;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The one page of the console; all others are made in the browser, behind the {@code #} of its address. */
@Controller
public final class ConsoleController {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final ConsoleFiles files;

    ConsoleController(ConsoleFiles files) {
        this.files = files;
    }

    /** Asked for each time, so that the version it names is always the one that is there. */
    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page() {
        ConsoleFiles.Page page = files.page();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag(page.version())
                .contentType(HTML)
                .body(page.html());
    }
}

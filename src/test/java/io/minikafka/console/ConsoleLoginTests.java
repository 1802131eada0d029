package io.minikafka.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.server.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The console of a service with users: each sees and is offered what it may. */
class ConsoleLoginTests {
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--minikafka.security.users.root.password=" + hash("root"),
                "--minikafka.security.users.root.rights=admin",
                "--minikafka.security.users.shop.password=" + hash("shop"),
                "--minikafka.security.users.shop.rights=produce:orders.*,consume:orders.new",
                "--minikafka.security.users.keeper.password=" + hash("keeper"),
                "--minikafka.security.users.keeper.rights=admin:orders.*");
        Requests http = new Requests(server.httpPort());
        for (String topic : List.of("orders.new", "orders.old", "payments")) {
            http.post("/topics", Map.of("name", topic), as("root"));
            http.post(
                    "/topics/" + topic + "/messages",
                    Map.of("messages", List.of(Map.of("value", "of " + topic))),
                    as("root"));
        }
        http.post("/groups/billing/reset", Map.of("topic", "orders.new", "to", "earliest"), as("root"));
        http.post("/groups/billing/reset", Map.of("topic", "payments", "to", "earliest"), as("root"));
        http.post("/groups/kitchen/reset", Map.of("topic", "orders.new", "to", "earliest"), as("root"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String hash(String password) {
        return "{bcrypt}" + new BCryptPasswordEncoder(4).encode(password);
    }

    private static String[] as(String user) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
        return new String[] {"Authorization", "Basic " + pair};
    }

    private static String address(String user) {
        return "http://" + user + ":" + user + "@127.0.0.1:" + server.httpPort() + "/";
    }

    @Test
    void withoutALoginThereIsNotEvenThePage() {
        Requests http = new Requests(server.httpPort());
        assertThat(http.get("/").statusCode()).isEqualTo(401);
        assertThat(http.get("/").headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Basic "));
    }

    @Test
    void aUserIsShownAndOfferedWhatItMay() {
        try (Browser browser = Browser.start()) {
            browser.open(address("shop"));
            browser.awaitText("shop", "orders.new", "orders.old");
            assertThat(browser.text()).doesNotContain("payments", "Create topic");
            browser.screenshot("login");
            browser.click("orders.new");
            browser.awaitText("of orders.new");
            browser.press("5");
            browser.awaitText("User shop has no right to administer this topic.");
            assertThat(browser.text()).doesNotContain("Delete topic");
            browser.press("3");
            browser.type("#produce-value", "from the shop");
            browser.find(".produce button[type=submit]").click();
            browser.awaitText("Stored in partition 0");

            browser.open(address("shop") + "#/topics/orders.old");
            browser.awaitText("Produce");
            browser.press("1");
            browser.awaitText("User shop has no right to consume from this topic.");
            browser.screenshot("refused");
            browser.open(address("shop") + "#/topics/payments");
            browser.awaitText("Not allowed", "User 'shop' has no right to see the topic 'payments'");

            browser.open(address("shop") + "#/groups");
            browser.awaitText("kitchen");
            assertThat(browser.text()).doesNotContain("billing");
            browser.click("kitchen");
            browser.awaitText("User shop has no right to administer the topics of this group.");
            browser.open(address("shop") + "#/server");
            browser.awaitText("produce:orders.*", "consume:orders.new");
            assertThat(browser.text()).doesNotContain("Doors", "Connections");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void whoAdministersSomeTopicsCreatesThoseAndHearsOfOthers() {
        try (Browser browser = Browser.start()) {
            browser.open(address("keeper"));
            browser.awaitText("Create topic");
            browser.press("c");
            browser.awaitText("You may create orders.*.");
            browser.press("invoices", Keys.ENTER);
            browser.awaitText("User 'keeper' has no right to administer the topic 'invoices'");
            browser.screenshot("create-refused");
            browser.type("#field-name", "orders.express");
            browser.press(Keys.ENTER);
            browser.awaitText("The topic orders.express is there.");
        }
    }
}

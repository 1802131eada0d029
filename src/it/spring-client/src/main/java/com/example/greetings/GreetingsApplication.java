package com.example.greetings;

import java.util.List;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class GreetingsApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(GreetingsApplication.class, arguments);
    }

    /** Greets those who are named by {@code --greet}. */
    @Bean
    ApplicationRunner greetings(Greeter greeter) {
        return arguments -> {
            List<String> names = arguments.getOptionValues("greet");
            if (names != null) {
                names.forEach(name -> greeter.greet(name).join());
            }
        };
    }
}

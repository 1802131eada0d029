package com.example.orders;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** What it does depends on the profiles: shop, kitchen, dead-letters, or several. */
@SpringBootApplication
public class OrderPipelineApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(OrderPipelineApplication.class, arguments);
    }
}

package com.example.orders;

import java.util.Set;
import org.springframework.stereotype.Component;

/** What the kitchen can cook. */
@Component
class Menu {
    private final Set<String> dishes = Set.of("lentil soup", "mushroom risotto", "apple cake");

    void require(String dish) {
        if (!dishes.contains(dish)) {
            throw new IllegalArgumentException("The dish is '" + dish + "'; the menu has "
                    + dishes.stream().sorted().toList());
        }
    }
}

package com.example.orders;

/** What is in the topic {@code orders}, as JSON. */
record Order(int number, String customer, String dish) {}

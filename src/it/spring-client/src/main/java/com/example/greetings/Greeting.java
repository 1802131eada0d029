package com.example.greetings;

record Greeting(String to, String text) {}

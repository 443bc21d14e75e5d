package io.laserstreams.worker.prompt;

/** The two messages for a chat model. */
public record Prompt(String system, String user) {}

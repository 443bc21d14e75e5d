package io.laserstreams.worker.prompt;

/** What a chat model is asked: the standing instruction and the question. */
public record Prompt(String system, String user) {}

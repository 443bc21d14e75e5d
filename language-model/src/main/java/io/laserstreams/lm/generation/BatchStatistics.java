package io.laserstreams.lm.generation;

/**
 * What a {@link BatchGenerator} has done since it was started, and does now.
 *
 * @param promptTokens read, without those that were in memory
 * @param reusedTokens of prompts that were in memory
 * @param writtenTokens chosen
 * @param steps calls that gave every text in progress a token
 * @param active texts in progress
 * @param waiting texts that wait for a place
 */
public record BatchStatistics(
    long promptTokens,
    long reusedTokens,
    long writtenTokens,
    long steps,
    int active,
    int waiting) {}

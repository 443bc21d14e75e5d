package io.laserstreams.tools.languagemodel;

/**
 * What a language model took and did in a trial.
 *
 * @param model its name
 * @param openSeconds to load it
 * @param contextTokens that a prompt and its text may have together
 * @param text that it wrote
 * @param promptTokens of the trial's prompt
 * @param readPerSecond tokens of prompts read a second, on their own
 * @param writtenPerSecond tokens written a second, one text at a time
 * @param batch texts side by side
 * @param batchWrittenPerSecond tokens written a second with as many
 * @param offHeapMegabytes that full texts take at most outside the heap, beside the weights
 * @param residentMegabytes of the process, 0 where the system does not say
 */
public record TrialFigures(
    String model,
    double openSeconds,
    int contextTokens,
    String text,
    int promptTokens,
    double readPerSecond,
    double writtenPerSecond,
    int batch,
    double batchWrittenPerSecond,
    double offHeapMegabytes,
    double residentMegabytes) {}

/** Writes the prompts for language models. */
package io.laserstreams.worker.prompt;

/** Language models behind any server with OpenAI's chat completions API. */
package io.laserstreams.worker.openai;

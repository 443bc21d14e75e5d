/** What is asked of a language model and what it writes, whichever runs it. */
package io.laserstreams.worker.chat;

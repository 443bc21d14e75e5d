/** Turns messages into the text and the tokens that a model was tuned on. */
package io.laserstreams.lm.chat;

/** Chooses tokens, and writes many texts side by side. */
package io.laserstreams.lm.generation;

/** Reads a language model's folder in the layout of the Hugging Face hub. */
package io.laserstreams.lm.files;

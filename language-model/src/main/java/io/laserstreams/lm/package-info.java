/**
 * Decoder-only language models on ONNX Runtime, in this process: from a folder of files to written
 * text.
 */
package io.laserstreams.lm;

/** The generator onnx: a language model in this process. */
package io.laserstreams.worker.onnx;

/** Turns texts into vectors with sentence encoders on ONNX Runtime. */
package io.laserstreams.worker.encoder;

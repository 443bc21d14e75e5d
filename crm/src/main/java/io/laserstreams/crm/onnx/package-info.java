/** Models as ONNX graphs, and their weights read back from them. */
package io.laserstreams.crm.onnx;

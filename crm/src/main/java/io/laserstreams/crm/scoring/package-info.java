/** A model at work: items and slates through ONNX Runtime. */
package io.laserstreams.crm.scoring;

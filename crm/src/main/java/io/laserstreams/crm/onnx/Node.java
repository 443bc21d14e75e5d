package io.laserstreams.crm.onnx;

/** A value in an ONNX graph, known by its name. */
public record Node(String name) {}

package io.flatness.spi.loss;

import java.util.List;

/** A capability: a network written to a model file, so that the same function can be checked or used elsewhere. */
public interface ModelExport {
    /** How weights are written. */
    enum Precision {
        /** Single precision, as most tools expect; weights are rounded. */
        FLOAT32,
        /** Double precision: the same bits. */
        FLOAT64
    }

    /** Names of the formats, each also the extension of its files: {@code onnx}, {@code safetensors}. */
    List<String> formats();

    /**
     * The content of a model file.
     *
     * @param format one of {@link #formats()}
     * @param theta the parameters, length n
     * @throws IllegalArgumentException when there is no such format, or when it cannot express the network; the message
     *     names the layer
     */
    byte[] export(String format, double[] theta, Precision precision);

    /** Whether rounding the parameters (and buffers) to single precision changes none of them. */
    boolean exactInSinglePrecision(double[] theta);
}

package io.flatness.networks.engine;

/** What lies between the tangents of the outputs and their cotangents: a linear map at each position of each sample. */
interface OutputMap {
    /**
     * Replaces a tangent of the outputs of one position by its image.
     *
     * @param lossGradients derivatives of the loss with respect to the outputs of the tile, those of this position at {@code
     *     offset}
     * @param lossStates what the loss keeps of each output, in the same places
     * @param u the tangent, at {@code at}; overwritten
     */
    void apply(double[] lossGradients, double[] lossStates, int offset, double[] u, int at);
}

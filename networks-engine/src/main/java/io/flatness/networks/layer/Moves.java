package io.flatness.networks.layer;

/**
 * Where each element of the parameters and buffers comes from under a change of units: new[k] = factor[k] · old[source[k]].
 *
 * @param parameterSource old index behind each parameter; written by layers
 * @param parameterFactor factor of each parameter; written by layers
 * @param bufferSource old index behind each buffer element; written by layers
 * @param bufferFactor factor of each buffer element; written by layers
 */
public record Moves(int[] parameterSource, double[] parameterFactor, int[] bufferSource, double[] bufferFactor) {
    void parameter(int index, int source, double factor) {
        parameterSource[index] = source;
        parameterFactor[index] = factor;
    }

    void buffer(int index, int source, double factor) {
        bufferSource[index] = source;
        bufferFactor[index] = factor;
    }
}

package io.flatness.networks.io;

/** The two orders of the elements of an image. */
final class ChannelOrder {
    private ChannelOrder() {}

    /** The place, with channels last, of element {@code index} with channels first. */
    static int last(int index, int channels, int positions) {
        int channel = index / positions;
        int position = index % positions;
        return position * channels + channel;
    }
}

package io.flatness.networks.io;

/** Operators on elements of images with their channels last: they do not mind the order of the axes. */
final class OnnxChannels {
    private OnnxChannels() {}

    static OnnxValue elementwise(OnnxElementwise operator, OnnxNode node, OnnxImport model) {
        boolean any = false;
        boolean all = true;
        boolean flat = true;
        for (int i = 0; i < node.proto().getInputCount(); i++) {
            OnnxValue value = node.input(i).isEmpty() ? null : model.value(node, i);
            if (value instanceof OnnxValue.ChannelsLast last) {
                all &= !any || flat == last.flat();
                flat = last.flat();
                any = true;
            } else {
                all &= value == null || value instanceof OnnxValue.Constant;
            }
        }
        if (!any) {
            return operator.read(node, model);
        }
        if (!all) {
            return OnnxBroadcast.read(node, model);
        }
        return new OnnxValue.ChannelsLast(model.seeing(true, () -> operator.read(node, model)), flat);
    }
}

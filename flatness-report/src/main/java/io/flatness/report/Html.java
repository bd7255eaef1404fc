package io.flatness.report;

/** Text as HTML. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** An element with text inside. */
    static String element(String name, String text) {
        return "<" + name + ">" + escape(text) + "</" + name + ">";
    }

    /** An element of a class with text inside. */
    static String element(String name, String ofClass, String text) {
        return "<" + name + " class=\"" + ofClass + "\">" + escape(text) + "</" + name + ">";
    }
}

package com.fasterxml.jackson.datatype.joda;

import com.fasterxml.jackson.databind.module.SimpleModule;

/**
 * In the image alone, stands in the place of the library's class of this name. Quarkus gives it to the mapper for handlers with typed
 * input, of which there are none here; the 180 classes that the library's loads are the only ones that an AOT cache cannot take.
 */
public final class JodaModule extends SimpleModule {

    private static final long serialVersionUID = 1;
}

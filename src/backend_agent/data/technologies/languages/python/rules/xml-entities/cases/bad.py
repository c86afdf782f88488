from xml.dom import minidom

from lxml import etree
from xml.sax import handler, make_parser

parser = etree.XMLParser(resolve_entities=True)  # expect: xml-entities


def read(request):
    return etree.fromstring(request.data)  # expect: xml-entities


def old(text):
    reader = make_parser()
    reader.setFeature(handler.feature_external_ges, True)
    return minidom.parseString(text, reader)  # expect: xml-entities

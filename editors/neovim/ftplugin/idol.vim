if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=//\ %s
setlocal comments=s1:/*,mb:*,ex:*/,://
setlocal shiftwidth=4 softtabstop=4 expandtab
setlocal indentkeys=0},0),0],o,O
setlocal smartindent

let b:undo_ftplugin = 'setlocal commentstring< comments< shiftwidth<'
      \ . ' softtabstop< expandtab< indentkeys< smartindent<'

lua require('idol').attach()
